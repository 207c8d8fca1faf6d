#!/bin/sh
# 一天里几点最忙？ Which hours are the busiest?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --by hour --metrics volume --fields period,hour,label,value,unit,n -t table'
