import * as Type from 'typebox/type';
import type { Static, TObject } from 'typebox/type';
import { anyObject, closed, optional, recordOf } from '../../../core/base/shape';
import { origins } from '../../../core/ports/memory';
import { list, text } from '../../../manifests/registry/api/fields';
import { levels } from '../../levels/level';
import { leastMemoryMb } from '../../levels/limits';
import { runBounds, tarballCharacters } from './run-bounds';

const object = anyObject<object>();
const longText = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const document = Type.Union([longText(runBounds.sourceBytes), object]);

const common = (maxTimeMs: number = runBounds.programTimeMs) =>
	optional({
		level: Type.Enum([...levels]),
		memoryMb: Type.Integer({ minimum: leastMemoryMb, maximum: runBounds.memoryMb }),
		timeMs: Type.Integer({ minimum: 10, maximum: maxTimeMs }),
		/** `METHOD HOST`, within the operator's permission. */
		allow: list(text(400), runBounds.rules),
		standIn: list(text(400), runBounds.rules),
		recordings: object,
		case: text(200),
		capabilities: object,
	});

const nodeInput = optional({
	items: list(object, runBounds.items),
	/** By type, with invented values: no secret is inserted. */
	credentials: recordOf(anyObject()),
});

export const requestShapes = {
	script: closed({
		kind: Type.Literal('script'),
		...common(runBounds.timeMs),
		source: longText(runBounds.sourceBytes),
		...optional({
			name: Type.String({ pattern: '^[\\w.-]{1,100}\\.[cm]?js$' }),
			input: Type.String({ maxLength: runBounds.inputBytes }),
		}),
	}),
	agent: closed({
		kind: Type.Literal('agent'),
		...common(),
		message: longText(100_000),
		...optional({
			/** An offered agent: `support`, or a published version: `support@^1.2`. */
			agent: text(200),
			definition: document,
			conversation: text(200),
			person: text(200),
			facts: object,
			/** Origins of foreign texts that the message can repeat. */
			origins: list(Type.Enum([...origins]), 2),
			approve: Type.Boolean(),
		}),
	}),
	process: closed({
		kind: Type.Literal('process'),
		...common(),
		files: list(Type.Object({ name: text(200), content: longText(runBounds.sourceBytes) }), runBounds.files, 1),
		...optional({
			variables: object,
			script: object,
			process: text(200),
			target: Type.Enum(['8.6', '8.8']),
		}),
	}),
	workflow: closed({
		kind: Type.Literal('workflow'),
		...common(),
		workflow: document,
		start: Type.Optional(text(200)),
		...nodeInput,
	}),
	node: closed({
		kind: Type.Literal('node'),
		...common(),
		/** `n8n-nodes-base.httpRequest@4.2` */
		node: text(200),
		parameters: Type.Optional(object),
		...nodeInput,
	}),
	package: closed({
		kind: Type.Literal('package'),
		...common(),
		...optional({
			/** A package that n8n has. */
			package: Type.String({ pattern: '^(@[a-z0-9][\\w.-]{0,100}/)?[a-z0-9][\\w.-]{0,200}$' }),
			/** In base64. */
			tarball: Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$', maxLength: tarballCharacters }),
		}),
	}),
};

export type RunKind = keyof typeof requestShapes;
export const kindsOfRuns = Object.keys(requestShapes) as RunKind[];
export type RequestOfKind<Kind extends RunKind> = Static<(typeof requestShapes)[Kind]>;
export type RunRequest = Static<TObject<ReturnType<typeof common>>> & { kind: RunKind };
