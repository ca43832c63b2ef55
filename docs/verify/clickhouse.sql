-- The drawn list of a Sunlot draw, computed again by ClickHouse 24.3 or later (docs/formats/draw-v1.md §7).
--
--     cd <the unpacked bundle>;  clickhouse local --queries-file clickhouse.sql > drawn.tsv;  cmp drawn.tsv result.tsv
--
-- Reads frame.tsv, seed.txt, plan.json and seal.json here.
--
-- The whole idea in one line, for a stratum A of which 5 are drawn, with S from the page of the draw:
--     SELECT id FROM frame WHERE stratum = 'A' ORDER BY SHA256('<S>' || id), id LIMIT 5;
-- What follows adds the derivation of S, quotas by number, ratio or all, spreading over districts, the reserve, and
-- what a redraw or an extension keeps.
WITH
frame AS (SELECT id, stratum, district FROM file('frame.tsv', 'TSVRaw', 'id String, stratum String, district String')),
assumeNotNull((SELECT raw FROM file('plan.json', 'RawBLOB', 'raw String'))) AS plan,
assumeNotNull((SELECT raw FROM file('seal.json', 'RawBLOB', 'raw String'))) AS seal,
assumeNotNull((SELECT lower(hex(SHA256(raw))) FROM file('seed.txt', 'RawBLOB', 'raw String'))) AS seed,
JSONExtractBool(plan, 'spread') AS is_spread,
toInt256(JSONExtractUInt(plan, 'reserve')) AS reserve,
JSONHas(seal, 'quotas') AS is_kept,
-- derive(p) = hex(H("sunlot/derive/v1\n" ‖ seed ‖ "\n" ‖ p ‖ "\n"))
lower(hex(SHA256(concat('sunlot/derive/v1\n', seed, '\nselect\n')))) AS select_key,
lower(hex(SHA256(concat('sunlot/derive/v1\n', seed, '\nquota\n')))) AS quota_key,
tickets AS (  -- one cell per stratum, or per stratum and district
  SELECT stratum, if(is_spread, frame.district, '') AS district, id, SHA256(concat(select_key, id)) AS ticket FROM frame
),
cells AS (  -- n objects in the cell; up_to objects of the stratum up to and including it; total of the stratum
  SELECT stratum, district, n, toInt256(sum(n) OVER (PARTITION BY stratum ORDER BY district ROWS UNBOUNDED PRECEDING)) AS up_to,
         toInt256(sum(n) OVER (PARTITION BY stratum)) AS total
  FROM (SELECT stratum, district, toInt256(count()) AS n FROM tickets GROUP BY stratum, district)
),
strata AS (  -- k of the whole stratum; u from w, the first 64 bits of H(derive("quota") ‖ stratum)
  SELECT stratum, any(cells.total) AS objects,
         multiIf(any(kind) = 'Object', least(intDiv(objects * any(over) + any(under) - 1, any(under)), objects),
                 any(kind) = 'String', objects,  -- "all"
                 least(any(number), objects)) AS k,
         intDiv(toInt256(reinterpretAsUInt64(reverse(substring(SHA256(concat(quota_key, stratum)), 1, 8)))) * objects,
                toInt256('18446744073709551616')) AS u
  FROM (SELECT JSONExtractString(rule, 'label') AS stratum, toString(JSONType(rule, 'quota')) AS kind,
               toInt256(JSONExtractUInt(rule, 'quota')) AS number, toInt256(JSONExtractUInt(rule, 'quota', 'ratio', 1)) AS over,
               greatest(toInt256(JSONExtractUInt(rule, 'quota', 'ratio', 2)), toInt256(1)) AS under
        FROM (SELECT arrayJoin(JSONExtractArrayRaw(plan, 'strata')) AS rule)) AS rules
  INNER JOIN cells USING (stratum)
  GROUP BY stratum
),
shares AS (  -- k of each cell: systematic rounding with one offset; attempts after the first keep what their seal says
  SELECT stratum, district, intDiv(k * up_to + u, total) - intDiv(k * (up_to - n) + u, total) AS share
  FROM cells INNER JOIN strata USING (stratum)
  WHERE NOT is_kept
  UNION ALL
  SELECT JSONExtractString(quota, 'stratum'), JSONExtractString(quota, 'district'), toInt256(JSONExtractUInt(quota, 'k'))
  FROM (SELECT arrayJoin(JSONExtractArrayRaw(seal, 'quotas')) AS quota)
),
ranked AS (
  SELECT stratum, district, ticket, id, row_number() OVER (PARTITION BY stratum, district ORDER BY ticket, id) AS rank FROM tickets
)
SELECT stratum, district, rank, if(rank <= share, 'S', 'R') AS kind, lower(hex(ticket)) AS ticket_hex, id
FROM ranked INNER JOIN shares USING (stratum, district)
WHERE rank <= share + reserve
ORDER BY stratum, district, rank
SETTINGS format_tsv_null_representation = '\x01'  -- no field can hold a control character: \N stands for itself
FORMAT TSVRaw
