#!/bin/sh
# 一个数字背后是哪些记录，哪些没计入、为什么？ Which records are behind a figure, which are not, and why?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --rows frt_within_60s --during 2025-10-15' |
  cs-view --where "part <> 'numerator'" --fields ticket_id,created_at,agent,first_response_s,part,why -t table
