#!/bin/sh
# 有哪些红线（安全、监管、假货、信息泄露）？ Which red lines were crossed: safety, regulator, counterfeit, data leak?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe | cs-tag |
  cs-view --where red_line --fields created_at,channel,product,text -t table'
