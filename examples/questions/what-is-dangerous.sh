#!/bin/sh
# 红线集中在哪个商品？ Which product do the red lines point at?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe | cs-tag |
  cs-view freq product --where red_line -t table'
