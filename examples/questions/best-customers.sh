#!/bin/sh
# 最有价值的客户是谁？ Who are the best customers?
cd "$(dirname "$0")/../data" || exit
cs-ingest 订单.csv | cs-rfm |
  cs-view --where 'r = 5 AND f = 5 AND m = 5' --fields customer_id,segment,orders,recency_d,monetary -t table
