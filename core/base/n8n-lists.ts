/** Source of a list in n8n's editor: a method, or a request in the node's description. */
export type ListSource = { kind: 'options' | 'search' | 'columns'; method: string } | { kind: 'request'; routing: Record<string, unknown> };

export interface ListChoice {
	name: string;
	value: string | number | boolean;
}
