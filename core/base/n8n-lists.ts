/** What of a node answers when n8n's editor asks for a list: a method, or a request that its description declares. */
export type ListSource = { kind: 'options' | 'search' | 'columns'; method: string } | { kind: 'request'; routing: Record<string, unknown> };

/** An entry of a list; a column of a table, where the list is of columns. */
export interface ListChoice {
	name: string;
	value: string | number | boolean;
}
