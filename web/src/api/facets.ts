// Which districts and registered types occur in the directory, for the pickers of filters.
import { get } from '@/api/client';

export interface Facet {
  value: string;
  count: number;
}
export interface Facets {
  districts: Facet[];
  categories: Facet[];
  libraries: Facet[];
  tags: Facet[];
}

/// Pickers also take typed text, so a failure to read the facets must not stop a page: they are then simply empty.
export async function readFacets(): Promise<Facets> {
  try {
    return await get<Facets>('/api/objects/facets');
  } catch {
    return { districts: [], categories: [], libraries: [], tags: [] };
  }
}
