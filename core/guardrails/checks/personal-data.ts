import * as Type from 'typebox/type';
import type { Guardrail, GuardrailStream } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { createMaskStream } from '../masking/mask-stream';
import { maskText, type MaskTextOptions } from '../masking/mask-text';
import type { MaskKind } from '../masking/masks';
import { scanPersonalData } from '../personal-data/find-personal-data';
import { type LocaleName, localeNames, type PersonalDataType, personalDataTypes } from '../personal-data/types';
import { type GuardParts, invalidCheck, defineCheck, type CheckWith } from '../policy/check-kind';
import { writeReason, requireVault } from './agents/personal-data';

const options = {
	types: Type.Optional(
		Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9_]{1,39}$' }), {
			minItems: 1,
			maxItems: 60,
			uniqueItems: true,
			description: 'Default: all except those that are off by default.',
		}),
	),
	locales: Type.Optional(
		Type.Array(Type.String({ pattern: '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{2,8})?$' }), {
			minItems: 1,
			maxItems: 20,
			uniqueItems: true,
			description: 'Default: all.',
		}),
	),
	mask: Type.Optional(
		Type.Enum(['token', 'partial', 'hash', 'redact'], {
			description: 'With rewrite: token can be restored if the host has a vault. Default partial.',
		}),
	),
};

/** The policy's `personal-data`: any types and locales, with any mask if the action is `rewrite`. */
export const personalDataCheck = defineCheck({
	id: 'personal-data',
	code: 'PERSONAL_DATA',
	options,
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	arguments: 'follows',
	system: 'follows',
	scope: 'text',
	create: (check, parts) => {
		const options = readOptions(check);
		const rewrite = createRewriter(check, parts);
		return {
			async check(text, context) {
				// Masked values are restored for the tool: only the model's own text is judged.
				if (context.isRestored) return { kind: 'pass' };
				const matches = await scanPersonalData(text, options);
				if (matches.length === 0) return { kind: 'pass' };
				const rewritten = check.action === 'rewrite' ? await rewrite(text, context) : text;
				if (check.action === 'rewrite' && rewritten === text) return { kind: 'pass' };
				return { kind: 'violation', reason: writeReason(matches, context.language), matches, rewrite: () => rewritten };
			},
			openStream: check.mask === 'token' ? undefined : (context) => openMaskStream({ ...options, mask: check.mask, ...parts }, context),
		};
	},
});

function openMaskStream(options: MaskTextOptions, context: GuardrailContext): GuardrailStream {
	const matches: Match[] = [];
	const stream = createMaskStream(options, (found) => matches.push(...found));
	return {
		...stream,
		verdict: () =>
			matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: writeReason(matches, context.language), matches },
	};
}

function readOptions({ types, locales }: CheckWith<typeof options>): { types?: PersonalDataType[]; locales?: LocaleName[] } {
	return { types: types && checkNames('type', types, personalDataTypes), locales: locales && checkNames('locale', locales, localeNames) };
}

function checkNames<Name extends string>(what: string, input: string[], names: readonly Name[]): Name[] {
	const strange = input.find((name) => !(names as readonly string[]).includes(name));
	if (strange !== undefined) throw invalidCheck(`has the unknown ${what} ${strange}; expected ${names.join(', ')}`);
	return input as Name[];
}

type Rewriter = (text: string, context: Parameters<Guardrail['check']>[1]) => Promise<string>;

function createRewriter(check: CheckWith<typeof options>, { hashKey }: GuardParts): Rewriter {
	const mask: MaskKind = check.mask ?? 'partial';
	const options = readOptions(check);
	if (mask === 'token') return async (text, context) => (await requireVault(context).mask(text)).text;
	if (mask === 'hash' && hashKey === undefined)
		throw invalidCheck('uses the mask "hash", but this host has no key for hashes. Choose another mask');
	return async (text) => (await maskText(text, { ...options, mask, hashKey })).text;
}
