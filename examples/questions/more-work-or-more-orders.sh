#!/bin/sh
# 咨询多了，是问题多了，还是订单多了？ More contacts: more trouble, or only more orders?
cd "$(dirname "$0")/../data" || exit
orders=$(mktemp) && trap 'rm -f "$orders"' EXIT
cs-ingest -q 订单.csv >"$orders" || exit
cs-run 'cs-ingest 千牛_*.csv 抖音飞鸽.csv 400电话.xlsx 工单.jsonl | cs-clean | cs-dedupe |
  cs-kpi --period month --during 2025-09..2025-10 --compare prev
    --metrics volume,orders_paid,contacts_per_1k_orders -t table --orders '"$orders"
