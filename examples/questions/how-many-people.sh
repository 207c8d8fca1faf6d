#!/bin/sh
# 下周每小时要排几人，排班表缺在哪里？ How many heads does each hour of next week take, and where is the roster short?
cd "$(dirname "$0")/../data" || exit
cs-run 'cs-ingest 千牛_*.csv | cs-clean | cs-dedupe |
  cs-staff --concurrency 3 --interval 60 --forecast --weeks 1 --roster 排班表.csv -t table'
