// What the routes of the directory answer beside ObjectRow and ObjectDetail.
export type ColumnType = 'text' | 'prose' | 'word' | 'date' | 'until' | 'number' | 'flag' | 'list';
export interface ObjectColumn {
  name: string;
  title: string;
  group: string;
  type: ColumnType;
  private: boolean;
  choices: string[];
}
export interface ObjectColumns {
  columns: ObjectColumn[];
  sources: string[];
}
export interface FieldChange {
  entry: number;
  field: string;
  before: string;
  after: string;
  source: string;
  actor: string;
  actor_name: string;
  at: string;
}
export interface LabelRow {
  kind: 'library' | 'tag';
  name: string;
  note: string;
  department: string;
  items: string[];
  active: boolean;
  objects: number;
  entry: number | null;
}
export type GridLevel = 'county' | 'town' | 'community' | 'cell';
export interface GridNode {
  code: string;
  name: string;
  level: GridLevel;
  parent: string;
  active: boolean;
  person: string;
  phone: string;
  objects: number;
  entry: number;
}
export interface GridTree {
  nodes: GridNode[];
  outside: number;
  strange: { value: string; count: number }[];
}
