#!/bin/sh
# 红线集中在哪个商品？ Which product do the red lines point at?
cd "$(dirname "$0")/../data" || exit
cs-ingest -q 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean -q | cs-dedupe -q | cs-tag -q |
  cs-view -q freq product --where red_line -t table
