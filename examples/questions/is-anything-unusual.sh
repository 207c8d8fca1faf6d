#!/bin/sh
# 最近四周有没有异常激增，是什么带来的？ Did anything surge in the last four weeks, and what drove it?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe | cs-tag |
  cs-watch --calendar 大促.csv -t table'
