/** What code may use outside of itself. A list that is missing allows nothing of its kind. */
export interface Capabilities {
	version: 1;
	/** Requests over HTTP, as `parseRequestPattern` reads them: `GET api.example.com`, `POST *.example.com:8443/v1/*`. */
	requests?: string[];
	/** Files and folders; a folder includes what is in it. Absolute, or relative to the code's own folder. */
	files?: FileCapability[];
	/** Names or absolute paths of programs that it starts. */
	programs?: string[];
	/** Names of environment variables. */
	environment?: string[];
	/** Types of n8n's nodes, such as `n8n-nodes-base.set`. */
	nodeTypes?: string[];
	/** Names of the tools of an agent. */
	tools?: string[];
}

export interface FileCapability {
	path: string;
	access: 'read' | 'write';
}

const texts = (maxLength: number) => ({
	type: 'array',
	maxItems: 500,
	uniqueItems: true,
	items: { type: 'string', minLength: 1, maxLength },
});

/** The JSON Schema of `Capabilities`. Patterns of requests are checked by `parseRequestPattern`. */
export const capabilitiesSchema = {
	type: 'object',
	additionalProperties: false,
	required: ['version'],
	properties: {
		version: { const: 1 },
		requests: texts(2_000),
		files: {
			type: 'array',
			maxItems: 500,
			items: {
				type: 'object',
				additionalProperties: false,
				required: ['path', 'access'],
				properties: { path: { type: 'string', minLength: 1, maxLength: 4_096 }, access: { enum: ['read', 'write'] } },
			},
		},
		programs: texts(4_096),
		environment: texts(200),
		nodeTypes: texts(200),
		tools: texts(200),
	},
} as const;
