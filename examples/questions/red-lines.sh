#!/bin/sh
# 有哪些红线（安全、监管、假货、信息泄露）？ Which red lines were crossed: safety, regulator, counterfeit, data leak?
cd "$(dirname "$0")/../data" || exit
cs-ingest -q 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean -q | cs-dedupe -q | cs-tag -q |
  cs-view -q --where red_line --during 2025-10 --fields created_at,channel,product,text -t table
