import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../base/shape';

const texts = (maxLength: number) => Type.Array(Type.String({ minLength: 1, maxLength }), { maxItems: 500, uniqueItems: true });

const file = closed({ path: Type.String({ minLength: 1, maxLength: 4_096 }), access: Type.Enum(['read', 'write']) });
export type FileCapability = Static<typeof file>;

export const capabilities = closed({
	version: Type.Literal(1),
	...optional({
		/** As `parseRequestPattern` reads them: `GET api.example.com`, `POST *.example.com:8443/v1/*`. */
		requests: texts(2_000),
		/** A folder includes its content. Absolute, or relative to the code's own folder. */
		files: Type.Array(file, { maxItems: 500 }),
		programs: texts(4_096),
		environment: texts(200),
		/** n8n's types, such as `n8n-nodes-base.set`. */
		nodeTypes: texts(200),
		tools: texts(200),
	}),
});
/** A missing list allows nothing of its kind. */
export type Capabilities = Static<typeof capabilities>;
