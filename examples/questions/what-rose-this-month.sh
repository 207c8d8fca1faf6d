#!/bin/sh
# 这个月哪些问题多了？ Which problems rose this month?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe | cs-tag |
  cs-kpi --by topic --period month --during 2025-10 --compare prev --metrics volume' |
  cs-view --where 'change > 0.3 AND n >= 20' --fields period,topic,value,unit,n,prev,change -t table
