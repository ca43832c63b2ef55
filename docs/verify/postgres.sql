-- The drawn list of a Sunlot draw, computed again by PostgreSQL 12 or later (docs/formats/draw-v1.md §7).
--
--     cd <the unpacked bundle>;  psql -XqAt -F "$(printf '\t')" -f postgres.sql > drawn.tsv;  cmp drawn.tsv result.tsv
--
-- Any database in UTF8 will do: nothing is left in it. Reads frame.tsv, seed.txt, plan.json and seal.json here.
--
-- The whole idea in one line, for a stratum A of which 5 are drawn, with S from the page of the draw:
--     SELECT id FROM frame WHERE stratum = 'A' ORDER BY sha256(convert_to('<S>' || id, 'UTF8')), id LIMIT 5;
-- What follows adds the derivation of S, quotas by number, ratio or all, spreading over districts, the reserve, and
-- what a redraw or an extension keeps.
\set ON_ERROR_STOP on
\encoding UTF8
\set plan `cat plan.json`
\set seal `cat seal.json`
\set seed_txt `cat seed.txt`
BEGIN;
CREATE TEMP TABLE frame (id text COLLATE "C" PRIMARY KEY, stratum text COLLATE "C", district text COLLATE "C") ON COMMIT DROP;
-- No field can hold a control character, so these two never occur: every other character stands for itself.
\copy frame FROM 'frame.tsv' WITH (FORMAT csv, DELIMITER E'\t', QUOTE E'\b', NULL E'\x01')

WITH given AS (
  SELECT plan, seal -> 'quotas' AS kept, (plan ->> 'spread')::boolean AS spread, (plan ->> 'reserve')::bigint AS reserve,
         encode(sha256(convert_to(seed_txt, 'UTF8')), 'hex') AS seed
  FROM (SELECT :'plan'::jsonb AS plan, :'seal'::jsonb AS seal, :'seed_txt' || E'\n' AS seed_txt) AS files
),
keys AS (  -- derive(p) = hex(H("sunlot/derive/v1\n" ‖ seed ‖ "\n" ‖ p ‖ "\n"))
  SELECT encode(sha256(convert_to(E'sunlot/derive/v1\n' || seed || E'\nselect\n', 'UTF8')), 'hex') AS select_key,
         encode(sha256(convert_to(E'sunlot/derive/v1\n' || seed || E'\nquota\n', 'UTF8')), 'hex') AS quota_key
  FROM given
),
ticket AS (  -- one cell per stratum, or per stratum and district
  SELECT stratum, CASE WHEN spread THEN district ELSE '' END AS district, id,
         sha256(convert_to(select_key || id, 'UTF8')) AS ticket
  FROM frame, given, keys
),
cell AS (  -- n objects in the cell; up_to objects of the stratum up to and including it; total of the stratum
  SELECT stratum, district, n, sum(n) OVER (PARTITION BY stratum ORDER BY district) AS up_to,
         sum(n) OVER (PARTITION BY stratum) AS total
  FROM (SELECT stratum, district, count(*)::numeric AS n FROM ticket GROUP BY stratum, district) AS counted
),
stratum AS (  -- k of the whole stratum; w = the first 64 bits of H(derive("quota") ‖ stratum)
  SELECT label AS stratum, total,
         CASE jsonb_typeof(quota)
           WHEN 'number' THEN least(quota::text::numeric, total)
           WHEN 'object' THEN least(div(total * (quota #>> '{ratio,0}')::numeric + (quota #>> '{ratio,1}')::numeric - 1,
                                        (quota #>> '{ratio,1}')::numeric), total)
           ELSE total  -- "all"
         END AS k,
         ('x' || substr(hash, 1, 8))::bit(32)::bigint * 4294967296::numeric + ('x' || substr(hash, 9, 8))::bit(32)::bigint AS w
  FROM (SELECT rule ->> 'label' AS label, rule -> 'quota' AS quota,
               encode(sha256(convert_to(quota_key || (rule ->> 'label'), 'UTF8')), 'hex') AS hash
        FROM given, keys, jsonb_array_elements(plan -> 'strata') AS rule) AS planned
  JOIN (SELECT DISTINCT stratum AS label, total FROM cell) AS present USING (label)
),
share AS (  -- k of each cell: systematic rounding with one offset; attempts after the first keep what their seal says
  SELECT stratum, district, div(k * up_to + u, total) - div(k * (up_to - n) + u, total) AS k
  FROM cell JOIN (SELECT stratum, k, div(w * total, 18446744073709551616) AS u FROM stratum) AS offsets USING (stratum), given
  WHERE kept IS NULL
  UNION ALL
  SELECT quota ->> 'stratum', quota ->> 'district', (quota ->> 'k')::numeric
  FROM given, jsonb_array_elements(kept) AS quota
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY stratum, district ORDER BY ticket, id) AS rank FROM ticket
)
SELECT stratum, district, rank, CASE WHEN rank <= k THEN 'S' ELSE 'R' END AS kind, encode(ticket, 'hex') AS ticket, id
FROM ranked JOIN share USING (stratum, district), given
WHERE rank <= k + reserve
ORDER BY stratum COLLATE "C", district COLLATE "C", rank;
COMMIT;
