-- The drawn list of a Sunlot draw, computed again by DuckDB 1.1 or later (docs/formats/draw-v1.md §7).
--
--     cd <the unpacked bundle>;  duckdb < duckdb.sql;  cmp drawn.tsv result.tsv
--
-- Reads frame.tsv, seed.txt, plan.json and seal.json here, writes drawn.tsv.
--
-- The whole idea in one line, for a stratum A of which 5 are drawn, with S from the page of the draw:
--     SELECT id FROM frame WHERE stratum = 'A' ORDER BY sha256('<S>' || id), id LIMIT 5;
-- What follows adds the derivation of S, quotas by number, ratio or all, spreading over districts, the reserve, and
-- what a redraw or an extension keeps.
CREATE OR REPLACE TEMP VIEW frame AS
  SELECT id, stratum, coalesce(district, '') AS district  -- an empty field is read as NULL
  FROM (SELECT id, coalesce(stratum, '') AS stratum, district
        FROM read_csv('frame.tsv', delim = '\t', quote = '', escape = '', header = false, auto_detect = false,
                      columns = {'id': 'VARCHAR', 'stratum': 'VARCHAR', 'district': 'VARCHAR'}));
CREATE OR REPLACE TEMP VIEW drawn AS
WITH given AS (
  SELECT plan, seal -> 'quotas' AS kept, (plan ->> 'spread')::BOOLEAN AS spread, (plan ->> 'reserve')::HUGEINT AS reserve,
         sha256(seed_txt) AS seed
  FROM (SELECT (SELECT content::JSON FROM read_text('plan.json')) AS plan,
               (SELECT content::JSON FROM read_text('seal.json')) AS seal,
               (SELECT content FROM read_text('seed.txt')) AS seed_txt)
),
keys AS (  -- derive(p) = hex(H("sunlot/derive/v1\n" ‖ seed ‖ "\n" ‖ p ‖ "\n"))
  SELECT sha256('sunlot/derive/v1' || chr(10) || seed || chr(10) || 'select' || chr(10)) AS select_key,
         sha256('sunlot/derive/v1' || chr(10) || seed || chr(10) || 'quota' || chr(10)) AS quota_key
  FROM given
),
ticket AS (  -- one cell per stratum, or per stratum and district
  SELECT stratum, CASE WHEN spread THEN district ELSE '' END AS district, id, sha256(select_key || id) AS ticket
  FROM frame, given, keys
),
cell AS (  -- n objects in the cell; up_to objects of the stratum up to and including it; total of the stratum
  SELECT stratum, district, n, sum(n) OVER (PARTITION BY stratum ORDER BY district) AS up_to,
         sum(n) OVER (PARTITION BY stratum) AS total
  FROM (SELECT stratum, district, count(*) AS n FROM ticket GROUP BY stratum, district)
),
rule AS (
  SELECT one ->> 'label' AS stratum, one -> 'quota' AS quota
  FROM (SELECT unnest(from_json(plan -> 'strata', '["JSON"]')) AS one FROM given)
),
stratum AS (  -- k of the whole stratum; w = the first 64 bits of H(derive("quota") ‖ stratum)
  SELECT stratum, total,
         CASE json_type(quota)
           WHEN 'UBIGINT' THEN least((quota ->> '$')::HUGEINT, total)
           WHEN 'OBJECT' THEN least((total * (quota ->> '$.ratio[0]')::HUGEINT + (quota ->> '$.ratio[1]')::HUGEINT - 1)
                                    // (quota ->> '$.ratio[1]')::HUGEINT, total)
           ELSE total  -- "all"
         END AS k,
         ('0x' || substr(sha256(quota_key || stratum), 1, 16))::UBIGINT::HUGEINT AS w
  FROM rule JOIN (SELECT DISTINCT stratum, total FROM cell) USING (stratum), keys
),
share AS (  -- k of each cell: systematic rounding with one offset; attempts after the first keep what their seal says
  SELECT stratum, district, (k * up_to + u) // total - (k * (up_to - n) + u) // total AS k
  FROM cell JOIN (SELECT stratum, k, (w * total) // 18446744073709551616 AS u FROM stratum) USING (stratum), given
  WHERE kept IS NULL
  UNION ALL
  SELECT one ->> 'stratum', one ->> 'district', (one ->> 'k')::HUGEINT
  FROM (SELECT unnest(from_json(kept, '["JSON"]')) AS one FROM given WHERE kept IS NOT NULL)
),
ranked AS (
  SELECT *, row_number() OVER (PARTITION BY stratum, district ORDER BY ticket, id) AS rank FROM ticket
)
SELECT stratum, district, rank, CASE WHEN rank <= k THEN 'S' ELSE 'R' END AS kind, ticket, id
FROM ranked JOIN share USING (stratum, district), given
WHERE rank <= k + reserve
ORDER BY stratum, district, rank;
COPY (SELECT stratum || chr(9) || district || chr(9) || rank || chr(9) || kind || chr(9) || ticket || chr(9) || id FROM drawn ORDER BY stratum, district, rank)
  TO 'drawn.tsv' (FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE '');
