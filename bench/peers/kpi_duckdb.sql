-- Twenty figures by channel, agent and month of the JSON lines $path: the query of bench/kpi.py for DuckDB. Only the
-- columns asked for are read. Sums are of integers (milliseconds, 1e-4 points and yuan).
CREATE MACRO nine(x) AS if(x = 0, x, round(x, 8 - floor(log10(abs(x)))::INT));  -- significant digits, a half goes up
COPY (
  WITH records AS (
    SELECT
      channel, agent, customer_id, csat,
      date_trunc('month', created_at) AS month,
      coalesce(round(first_response_s * 1000)::BIGINT, epoch_ms(first_response_at) - epoch_ms(created_at)) AS frt,
      coalesce(round(resolution_s * 1000)::BIGINT, epoch_ms(resolved_at) - epoch_ms(created_at)) AS lasted,
      round(handle_s * 1000)::BIGINT AS handle,
      round(refund_amount * 10000)::BIGINT AS refund,
      coalesce(transfer_count > 0, false) AS moved,
      coalesce(status IN ('resolved', 'closed'), resolved_at IS NOT NULL) AS solved,
      first_response_at IS NOT NULL AS handled,
      first_response_at IS NOT NULL OR first_response_s IS NOT NULL AS replied,
      created_at >= (max(created_at) OVER ()) - INTERVAL 30 SECOND AS young
    FROM read_json(
      '$path',
      format = 'newline_delimited',
      columns = {
        channel: 'VARCHAR', agent: 'VARCHAR', customer_id: 'VARCHAR', status: 'VARCHAR', created_at: 'TIMESTAMP',
        first_response_at: 'TIMESTAMP', resolved_at: 'TIMESTAMP', first_response_s: 'DOUBLE', resolution_s: 'DOUBLE',
        handle_s: 'DOUBLE', transfer_count: 'BIGINT', csat: 'DOUBLE', refund_amount: 'DOUBLE'
      }
    )
    WHERE created_at IS NOT NULL
  ),
  groups AS (
    SELECT
      channel, agent, month,
      count(*) AS n,
      count(DISTINCT customer_id) AS customers,
      count_if(handled) AS handled,
      count_if(solved) AS solved,
      count_if(replied) AS replied,
      count(*) FILTER (frt >= 0) AS frt_n,
      sum(frt) FILTER (frt >= 0) AS frt,
      quantile_cont(frt, [0.5, 0.9]) FILTER (frt >= 0) AS frt_q,
      -- a channel that never times a first reply has neither hits nor misses of it
      bool_or(frt IS NOT NULL) AS times,
      count_if(counted) AS counted,
      count_if(counted AND coalesce(frt <= 30000, false)) AS hits,
      count(*) FILTER (handle >= 0) AS aht_n,
      sum(handle) FILTER (handle >= 0) AS aht,
      count(*) FILTER (solved AND lasted >= 0) AS full_n,
      sum(lasted) FILTER (solved AND lasted >= 0) AS lasted,
      quantile_cont(lasted, [0.5, 0.9]) FILTER (solved AND lasted >= 0) AS full_q,
      count_if(handled AND solved) AS solved_handled,
      count(*) FILTER (rated) AS rated,
      count(*) FILTER (rated AND csat >= 4) AS good,
      count(*) FILTER (rated AND csat <= 2) AS bad,
      sum(round(csat * 10000)::BIGINT) FILTER (rated) AS csat,
      count_if(handled AND moved) AS moved,
      count(refund) AS refund_n,
      sum(refund) AS refund
    FROM (
      SELECT
        *,
        csat BETWEEN 1 AND 5 AS rated,
        NOT coalesce(frt < 0 OR (frt IS NULL AND (replied OR young)), false) AS counted
      FROM records
    )
    GROUP BY ALL
  ),
  figures AS (
    SELECT
      channel, agent, month,
      unnest([
        {'rank': 1, 'metric': 'volume', 'kind': 'count', 'above': n::DOUBLE, 'n': n, 'factor': 1},
        {'rank': 2, 'metric': 'customers', 'kind': 'count', 'above': customers, 'n': customers, 'factor': 1},
        {'rank': 3, 'metric': 'handled', 'kind': 'count', 'above': handled, 'n': handled, 'factor': 1},
        {'rank': 4, 'metric': 'resolved', 'kind': 'count', 'above': solved, 'n': solved, 'factor': 1},
        {'rank': 5, 'metric': 'reply_rate', 'kind': 'rate', 'above': replied, 'n': n, 'factor': 1},
        {'rank': 6, 'metric': 'frt_mean', 'kind': 'mean', 'above': frt, 'n': frt_n, 'factor': 1000},
        {'rank': 7, 'metric': 'frt_p50', 'kind': 'quantile', 'above': frt_q[1], 'n': frt_n, 'factor': 1000},
        {'rank': 8, 'metric': 'frt_p90', 'kind': 'quantile', 'above': frt_q[2], 'n': frt_n, 'factor': 1000},
        {'rank': 9, 'metric': 'frt_within_30s', 'kind': 'rate', 'above': within_hits, 'n': within_n, 'factor': 1},
        {'rank': 10, 'metric': 'aht_mean', 'kind': 'mean', 'above': aht, 'n': aht_n, 'factor': 1000},
        {'rank': 11, 'metric': 'rt_full_mean', 'kind': 'mean', 'above': lasted, 'n': full_n, 'factor': 1000},
        {'rank': 12, 'metric': 'rt_full_p50', 'kind': 'quantile', 'above': full_q[1], 'n': full_n, 'factor': 1000},
        {'rank': 13, 'metric': 'rt_full_p90', 'kind': 'quantile', 'above': full_q[2], 'n': full_n, 'factor': 1000},
        {'rank': 14, 'metric': 'resolution_rate', 'kind': 'rate', 'above': solved, 'n': n, 'factor': 1},
        {
          'rank': 15, 'metric': 'resolution_rate_answered', 'kind': 'rate', 'above': solved_handled, 'n': handled,
          'factor': 1
        },
        {'rank': 16, 'metric': 'csat_pct', 'kind': 'rate', 'above': good, 'n': rated, 'factor': 1},
        {'rank': 17, 'metric': 'csat_mean', 'kind': 'mean', 'above': csat, 'n': rated, 'factor': 10000},
        {'rank': 18, 'metric': 'dsat', 'kind': 'rate', 'above': bad, 'n': rated, 'factor': 1},
        {'rank': 19, 'metric': 'transfer_rate', 'kind': 'rate', 'above': moved, 'n': handled, 'factor': 1},
        {'rank': 20, 'metric': 'refund_amount', 'kind': 'sum', 'above': refund, 'n': refund_n, 'factor': 10000}
      ], recursive := true)
    FROM (
      SELECT
        *,
        bool_or(times) OVER (PARTITION BY channel) AS timed,
        if(timed, counted, 0) AS within_n,
        if(timed, hits, 0) AS within_hits
      FROM groups
    )
  ),
  shares AS (
    SELECT
      *,
      above / nullif(n, 0) AS share,
      3.841458820694124 AS z2,
      CASE WHEN kind = 'rate' THEN nullif(n, 0) END AS m
    FROM figures
  ),
  intervals AS (
    SELECT
      *,
      (share + z2 / (2 * m)) / (1 + z2 / m) AS middle,
      1.959963984540054 * sqrt(share * (1 - share) / m + z2 / (4 * m * m)) / (1 + z2 / m) AS half
    FROM shares
  )
  SELECT
    channel,
    agent,
    strftime(month, '%Y-%m') AS period,
    metric,
    n,
    nine(CASE WHEN kind IN ('rate', 'mean') THEN share / factor ELSE above / factor END) AS value,
    nine(CASE WHEN kind IN ('rate', 'mean') THEN above / factor END) AS numerator,
    CASE WHEN kind IN ('rate', 'mean') THEN n END AS denominator,
    nine(CASE WHEN above = 0 AND m > 0 THEN 0.0 ELSE middle - half END) AS lo,
    nine(CASE WHEN above = m THEN 1.0 ELSE middle + half END) AS hi
  FROM intervals
  ORDER BY month, channel, agent, rank
) TO '/dev/stdout' (FORMAT csv, HEADER);
