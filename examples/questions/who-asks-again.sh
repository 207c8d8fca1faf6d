#!/bin/sh
# 谁在一天之内又来催问？ Who had to ask again within a day?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-view --where "repeat_of IS NOT NULL" --fields customer_id,created_at,channel,category,text -t table'
