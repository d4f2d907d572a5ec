import type { ModdleElement } from 'bpmn-moddle';
import type { Mapping } from './process-model';

export class Extensions {
	readonly #values: ModdleElement[];

	constructor(element: ModdleElement) {
		this.#values = ((element.extensionElements as ModdleElement | undefined)?.values as ModdleElement[] | undefined) ?? [];
	}

	get types(): string[] {
		return this.#values.map((value) => value.$type);
	}

	get(type: string): ModdleElement | undefined {
		return this.#values.find((value) => value.$type === type);
	}

	mappings(property: 'inputParameters' | 'outputParameters'): Mapping[] {
		const parameters = (this.get('zeebe:IoMapping')?.[property] as ModdleElement[] | undefined) ?? [];
		return parameters.map((parameter) => ({ source: text(parameter.source) ?? '', target: text(parameter.target) ?? '' }));
	}
}

/** `bpmn:ServiceTask` to `serviceTask`. */
export function withoutPrefix(type: string): string {
	const name = type.slice(type.indexOf(':') + 1);
	return name.charAt(0).toLowerCase() + name.slice(1);
}

export function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
