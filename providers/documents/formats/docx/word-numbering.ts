import { formatNumber } from '../shared/format-number';
import { isOn, walkXml } from './walk-xml';

interface Level {
	start: number;
	format: string;
	/** `%1.%2)`: the numbers of levels, from 1. */
	text?: string;
	/** Restarts after this level, from 1; 0: never. Default: any higher level. */
	restart?: number;
	legal: boolean;
	style?: string;
}

interface Definition {
	levels: Map<number, Level>;
	uses?: string;
}

interface List {
	definition: string;
	starts: Map<number, number>;
	levels: Map<number, Level>;
}

interface OpenElements {
	definition?: Definition;
	list?: List;
	level?: Level;
	override: number;
}

const maxLevel = 8;
const maxLabel = 60;

/** Numbers paragraphs as Word does (ECMA-376, part 1, 17.9). */
export class WordNumbering {
	readonly #definitions = new Map<string, Definition>();
	readonly #byName = new Map<string, Definition>();
	readonly #lists = new Map<string, List>();
	/** Lists of one definition continue its count. */
	readonly #counters = new Map<string, Array<number | undefined>>();
	readonly #begun = new Set<string>();

	constructor(xml: string) {
		const open: OpenElements = { override: 0 };
		walkXml(xml, {
			open: (name, attributes) => {
				this.#openElement(open, name, attributes);
				this.#readValue(open, name, attributes['w:val']);
			},
			close: (name) => {
				if (name === 'w:abstractNum') delete open.definition;
				if (name === 'w:num') delete open.list;
				if (name === 'w:lvl') delete open.level;
			},
		});
	}

	#openElement(open: OpenElements, name: string, attributes: Record<string, string>): void {
		const at = Number(attributes['w:ilvl'] ?? 0);
		if (name === 'w:abstractNum') {
			open.definition = { levels: new Map() };
			this.#definitions.set(attributes['w:abstractNumId'] ?? '', open.definition);
		} else if (name === 'w:num') {
			open.list = { definition: '', starts: new Map(), levels: new Map() };
			this.#lists.set(attributes['w:numId'] ?? '', open.list);
		} else if (name === 'w:lvl') {
			open.level = { start: 1, format: 'decimal', legal: false };
			if (at >= 0 && at <= maxLevel) (open.list ?? open.definition)?.levels.set(at, open.level);
		} else if (name === 'w:lvlOverride') open.override = at;
	}

	#readValue({ definition, list, level, override }: OpenElements, name: string, value: string | undefined): void {
		if (level) readLevel(level, name, value);
		if (value === undefined) return;
		if (name === 'w:startOverride') list?.starts.set(override, Number(value));
		if (name === 'w:abstractNumId' && list) list.definition = value;
		if (name === 'w:numStyleLink' && definition) definition.uses = value;
		if (name === 'w:styleLink' && definition) this.#byName.set(value, definition);
	}

	levelOfStyle(listId: string, style: string | undefined): number | undefined {
		const list = this.#lists.get(listId);
		if (!list || style === undefined) return undefined;
		return [...this.#findLevels(list)].find(([, level]) => level.style === style)?.[0];
	}

	/** Returns the next label, such as `4.` or `1.2`; undefined for a bullet. */
	next(listId: string, at: number): string | undefined {
		const list = this.#lists.get(listId);
		if (!list || !(at >= 0 && at <= maxLevel)) return undefined;
		const levels = this.#findLevels(list);
		const level = levels.get(at);
		if (!level || level.format === 'bullet') return undefined;
		const counters = this.#counters.get(list.definition) ?? [];
		this.#counters.set(list.definition, counters);
		this.#begin(listId, list, at, counters);
		countAt(at, counters, levels);
		return writeLabel(level, at, counters, levels);
	}

	#begin(listId: string, list: List, at: number, counters: Array<number | undefined>): void {
		const key = JSON.stringify([listId, at]);
		if (this.#begun.has(key)) return;
		this.#begun.add(key);
		const start = list.starts.get(at);
		if (start !== undefined) counters[at] = start - 1;
	}

	#findLevels({ definition: id, levels }: List): Map<number, Level> {
		const definition = this.#definitions.get(id);
		const used = definition?.uses === undefined ? definition : this.#byName.get(definition.uses);
		return levels.size === 0 ? (used?.levels ?? levels) : new Map([...(used?.levels ?? []), ...levels]);
	}
}

/** Unused higher levels show their start; lower levels restart. */
function countAt(at: number, counters: Array<number | undefined>, levels: Map<number, Level>): void {
	for (let above = 0; above < at; above += 1) counters[above] ??= levels.get(above)?.start ?? 1;
	counters[at] = counters[at] === undefined ? (levels.get(at)?.start ?? 1) : counters[at] + 1;
	for (let below = at + 1; below <= maxLevel; below += 1) if (at + 1 <= (levels.get(below)?.restart ?? below)) counters[below] = undefined;
}

function readLevel(level: Level, name: string, value: string | undefined): void {
	if (name === 'w:isLgl') level.legal = isOn(value, true);
	if (value === undefined) return;
	if (name === 'w:start') level.start = Number(value);
	if (name === 'w:numFmt') level.format = value;
	if (name === 'w:lvlText') level.text = value.slice(0, maxLabel);
	if (name === 'w:lvlRestart') level.restart = Number(value);
	if (name === 'w:pStyle') level.style = value;
}

function writeLabel({ text, legal }: Level, at: number, counters: Array<number | undefined>, levels: Map<number, Level>): string {
	const label = (text ?? `%${at + 1}.`).replace(/%([1-9])/g, (_, number: string) => {
		const [count, format = 'decimal'] = [counters[Number(number) - 1], levels.get(Number(number) - 1)?.format];
		return count === undefined ? '' : formatNumber(count, legal ? 'decimal' : format);
	});
	return label.replace(/\s+/g, ' ').trim().slice(0, maxLabel);
}
