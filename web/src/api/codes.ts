// The closed lists of the directory that filters offer; the server refuses anything else.
export const kinds = ['enterprise', 'individual', 'cooperative', 'institution', 'organ', 'social', 'private_nonenterprise', 'site', 'other'] as const;
export const grades = ['A', 'B', 'C', '未评'] as const;
export const statuses = ['存续', '注销', '吊销', '迁出', '停业', '未知'] as const;
