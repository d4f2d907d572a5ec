import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../base/shape';

const texts = (maxLength: number) => Type.Array(Type.String({ minLength: 1, maxLength }), { maxItems: 500, uniqueItems: true });

const file = closed({ path: Type.String({ minLength: 1, maxLength: 4_096 }), access: Type.Enum(['read', 'write']) });
export type FileCapability = Static<typeof file>;

export const capabilities = closed({
	version: Type.Literal(1),
	...optional({
		/** Requests over HTTP, as `parseRequestPattern` reads and checks them: `GET api.example.com`, `POST *.example.com:8443/v1/*`. */
		requests: texts(2_000),
		/** Files and folders; a folder includes what is in it. Absolute, or relative to the code's own folder. */
		files: Type.Array(file, { maxItems: 500 }),
		/** Names or absolute paths of programs that it starts. */
		programs: texts(4_096),
		/** Names of environment variables. */
		environment: texts(200),
		/** Types of n8n's nodes, such as `n8n-nodes-base.set`. */
		nodeTypes: texts(200),
		/** Names of the tools of an agent. */
		tools: texts(200),
	}),
});
/** What code may use outside of itself. A list that is missing allows nothing of its kind. */
export type Capabilities = Static<typeof capabilities>;
