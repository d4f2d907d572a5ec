import type { IExecuteFunctions } from 'n8n-workflow';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { canonicalToken, parseToken, tokenInJson, tokenShape } from '../../../core/base/text/masked-token';
import type { KnownValue } from '../../../core/guardrails/masking/known-values';
import { isTokenLabel } from '../../../core/guardrails/personal-data/recognizers';
import type { ConversationVault } from '../../../core/guardrails/vault/conversation-vault';
import { restoreJson } from '../../../core/guardrails/vault/restore-stream';
import type { PersonalDataVault } from '../../../core/ports/guardrails/vault';
import { composeItemVault } from '../../../providers/compose/guardrails/item-vault';
import { mapTexts } from '../../../core/base/text/map-texts';
import { errorFacts } from '../to-node-error';
import type { NodeState } from '../state/read-state';
import type { ItemOwner } from './find-owner';
import { createItemMask, type ItemMask } from './mask-item';
import { listNames } from './list-names';

const maxLevels = 100;

/** @param values by canonical token @returns also a token without a value, if there is one */
function putBack(value: unknown, values: ReadonlyMap<string, string>): { value: unknown; unknown?: string } {
	let unknown: string | undefined;
	const replace = (token: string, escape: (one: string) => string) => {
		const own = values.get(canonicalToken(token));
		if (own === undefined && isTokenLabel(parseToken(token).label)) unknown ??= token;
		return own === undefined ? token : escape(own);
	};
	const inText = (text: string) => {
		if (!text.includes('[')) return text;
		const escape = isJson(text) ? (one: string) => JSON.stringify(one).slice(1, -1) : (one: string) => one;
		return text.replace(tokenShape, (token) => replace(token, escape));
	};
	const map = (part: unknown, level: number): unknown => {
		if (typeof part === 'string') return inText(part);
		if (typeof part !== 'object' || part === null || level === maxLevels) return part;
		if (Array.isArray(part)) return part.map((each) => map(each, level + 1));
		if (!isPlain(part)) return part;
		return Object.fromEntries(Object.entries(part).map(([key, each]) => [inText(key), map(each, level + 1)]));
	};
	const read = map(value, 0);
	return { value: read, ...(unknown !== undefined && { unknown }) };
}

/** The prototype can be that of another realm, such as n8n's code. */
function isPlain(part: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(part);
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Tells whether a text is a JSON object or list. */
function isJson(text: string): boolean {
	if (!/^\s*[[{]/.test(text)) return false;
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

interface Item {
	owner: ItemOwner;
	vault: ConversationVault;
	readable: ConversationVault[];
	values: Map<string, string>;
	known: KnownValue[];
	mask?: ItemMask;
}

/** Puts tokens in place of personal data in a node's output, and values in place of tokens in its input. */
export class ItemTokens {
	readonly #items: Item[];
	readonly #sends: boolean;

	constructor(owners: readonly ItemOwner[], state: NodeState, sends: boolean) {
		this.#sends = sends;
		const vaults = new Map<string, ConversationVault>();
		const open = (id: string, person?: string) => {
			const vault = vaults.get(id) ?? composeItemVault(state, { id, ...(person !== undefined && { person }) });
			vaults.set(id, vault);
			return vault;
		};
		this.#items = owners.map((owner) => {
			const vault = open(owner.id, owner.person);
			const known = listNames(owner.names ?? {});
			return { owner, vault, readable: [vault, ...owner.others.map((id) => open(id))], values: new Map(), known };
		});
	}

	/** Reads the values of all tokens that the node can read for an item: n8n's contexts do not wait for a value. @param readable as JSON */
	async load(item: number, readable: string): Promise<void> {
		const { owner, readable: vaults, values, known } = this.#items[item]!;
		const tokens = listTokens(readable + JSON.stringify(owner.names ?? null));
		for (const vault of tokens.length > 0 ? vaults : []) {
			for (const [token, { type, value }] of await vault.book.readValues(tokens)) {
				if (values.has(token)) continue;
				values.set(token, value);
				known.push({ type, value });
			}
		}
	}

	/** Names values that are a person's, which no detector would find. */
	know(item: number, values: readonly KnownValue[]): void {
		const each = this.#items[item]!;
		each.known.push(...values);
		delete each.mask;
	}

	/** Puts the values into a parameter of the node. @throws TroupeError INPUT_INVALID for a token without its value in a node that sends it */
	read(item: number, name: string, value: unknown): unknown {
		const { values } = this.#items[item] ?? {};
		if (values === undefined) return value;
		const { value: read, unknown } = putBack(value, values);
		if (this.#sends && unknown !== undefined) throw unreadable(name, unknown);
		return read;
	}

	async mask<Value>(item: number, value: Value): Promise<Value> {
		const each = this.#items[item] ?? this.#items[0];
		if (each === undefined) return value;
		each.mask ??= createItemMask(each.vault, each.known);
		return each.mask(value);
	}

	async maskAll<Value>(value: Value): Promise<Value> {
		for (const item of this.#items.keys()) value = await this.mask(item, value);
		return value;
	}

	async restore<Value>(item: number, value: Value): Promise<Value> {
		const { readable = [] } = this.#items[item] ?? {};
		const restore = async (text: string) => {
			for (const vault of readable) text = isJson(text) ? await restoreJson(text, vault) : await vault.restore(text);
			return text;
		};
		return mapTexts(value, restore);
	}

	ownerOf = (item: number): ItemOwner => this.#items[item]!.owner;

	vaultOf = (item: number): PersonalDataVault => (this.#items[item] ?? this.#items[0]!).vault;

	/**
	 * Returns a fault that n8n can store: without the cause, whose texts and stack can have values.
	 * @param item undefined for one of no single item
	 */
	async maskFault(item: number | undefined, error: unknown): Promise<TroupeError> {
		const { message, code, fix, retryable } = errorFacts(error);
		const mask = <Value>(value: Value) => (item === undefined ? this.maskAll(value) : this.mask(item, value));
		const masked = await mask({ message, fix });
		return new TroupeError({
			code,
			message: masked.message,
			fix: masked.fix,
			retryable,
			...(isTroupeError(error) && { details: await mask(error.details), retryAfterMs: error.retryAfterMs }),
		});
	}
}

const listTokens = (json: string): string[] => [...new Set((json.match(tokenInJson) ?? []).map((token) => canonicalToken(token)))];

const unreadable = (name: string, token: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The parameter "${name}" has a token without a value: ${token}. Nothing was sent.`,
		fix: 'Give this node the same State and tenant as the trigger. A token has its value for 30 days, and within its own conversation.',
	});

const symbol = Symbol('item tokens');

/** Returns them for the context of a node that works with tokens. */
export const findItemTokens = (context: object): ItemTokens | undefined => (context as { [symbol]?: ItemTokens })[symbol];

/** Returns the context of the node as its operations see it: parameters have values, and hints get tokens. */
export function withItemTokens(context: IExecuteFunctions, tokens: ItemTokens, hints: object[]): IExecuteFunctions {
	const read = (name: string, item: number, ...rest: unknown[]) =>
		tokens.read(item, name, (context.getNodeParameter as (...given: unknown[]) => unknown)(name, item, ...rest));
	return Object.create(context, {
		[symbol]: { value: tokens },
		getNodeParameter: { value: read },
		addExecutionHints: { value: (...added: object[]) => void hints.push(...added) },
	}) as IExecuteFunctions;
}
