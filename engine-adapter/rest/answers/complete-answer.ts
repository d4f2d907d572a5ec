interface Schema {
	type?: string | readonly string[];
	properties?: Record<string, Schema>;
	required?: readonly string[];
	items?: Schema;
}

/** Sets what an answer is described to have and has not to null: clients of Camunda 8.9 and later refuse answers without it. */
export function completeAnswer(schema: Schema, value: unknown): unknown {
	if (Array.isArray(value)) return schema.items ? value.map((item) => completeAnswer(schema.items!, item)) : value;
	if (typeof value !== 'object' || value === null || schema.properties === undefined) return value;
	const { properties, required = [] } = schema;
	const answer = { ...value } as Record<string, unknown>;
	for (const [name, property] of Object.entries(properties)) {
		if (answer[name] !== undefined) answer[name] = completeAnswer(property, answer[name]);
		else if (required.includes(name) && property.type?.includes('null')) answer[name] = null;
	}
	return answer;
}
