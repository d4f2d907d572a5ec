import type { BpmnModdle, ModdleElement, ModdleWarning } from 'bpmn-moddle';
import { findSchemaViolations, normalizeBooleans } from './xml-schema';

/** A model as bpmn-moddle reads it, and what it had to drop. */
export interface ReadXml {
	rootElement: ModdleElement;
	warnings: ModdleWarning[];
}

/** Reads BPMN with ids in any language, as XML has them: bpmn-moddle takes ASCII only. @throws Error when it is not BPMN */
export async function readXml(content: string): Promise<ReadXml> {
	const moddle = await openModdle();
	const { xml, warnings: invalid } = normalizeBooleans(content);
	const aliases = aliasesIn(xml);
	const read = await moddle.fromXML(aliases.size === 0 ? xml : replaceIds(xml, aliases));
	const warnings = [...read.warnings, ...invalid, ...findSchemaViolations(read.rootElement)];
	if (aliases.size === 0) return { ...read, warnings };
	const { rootElement } = read;
	const names = new Map([...aliases].map(([id, alias]) => [alias, id]));
	restore(rootElement, names);
	return { rootElement, warnings: warnings.map((warning) => restoreWarning(warning, names)) };
}

/** Close to XML 1.0, production 5. Anything else is left unchanged and refused. */
const xmlName = /^[\p{L}_][\p{L}\p{M}\p{N}._-]*$/u;
const beyondAscii = /[^\0-\x7f]/gu;

/** An ASCII id for each that has other letters. */
function aliasesIn(xml: string): Map<string, string> {
	const ids = [...xml.matchAll(/\sid\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g)].map((match) => match[1] ?? match[2]!);
	const named = ids.filter((id) => id.search(beyondAscii) >= 0 && xmlName.test(id));
	return new Map(named.map((id) => [id, `_${id.replace(beyondAscii, (letter) => `.u${letter.codePointAt(0)!.toString(16)}.`)}`]));
}

/** In attributes and texts that are such an id, and nothing else. */
const replaceIds = (xml: string, aliases: Map<string, string>): string =>
	xml.replace(/[^"'<>]+/g, (part) => {
		const text = part.trim();
		return part.replace(text, () => aliases.get(text) ?? text);
	});

/** Wherever it stands: a name may be the same as an id. */
function restore(part: unknown, names: Map<string, string>, seen = new Set<object>()): void {
	if (typeof part !== 'object' || part === null || seen.has(part)) return;
	seen.add(part);
	for (const holder of [part, (part as ModdleElement).$attrs ?? {}] as Array<Record<string, unknown>>) {
		for (const [name, value] of Object.entries(holder)) {
			const original = typeof value === 'string' ? names.get(value) : undefined;
			if (original === undefined) restore(value, names, seen);
			else holder[name] = original;
		}
	}
}

function restoreWarning(warning: ModdleWarning, names: Map<string, string>): ModdleWarning {
	const message = [...names].reduce((text, [alias, id]) => text.replaceAll(alias, id), warning.message);
	return { ...warning, message, value: warning.value === undefined ? undefined : (names.get(warning.value) ?? warning.value) };
}

let opening: Promise<BpmnModdle> | undefined;

/** Reads BPMN with Zeebe's extensions. One for all files: it learns the types of BPMN once. Loaded on first use. */
function openModdle(): Promise<BpmnModdle> {
	return (opening ??= Promise.all([import('bpmn-moddle'), import('zeebe-bpmn-moddle/resources/zeebe.json')]).then(
		([{ BpmnModdle }, zeebe]) => new BpmnModdle({ zeebe: zeebe.default }),
	));
}
