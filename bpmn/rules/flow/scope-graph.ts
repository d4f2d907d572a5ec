import type { ModdleElement } from 'bpmn-moddle';
import { listElements } from '../moddle';
import { listBoundaries, listFlows, listLinks, type Step } from './steps';

export class ScopeGraph {
	readonly elements: ModdleElement[];
	readonly #leaving: Map<ModdleElement, Step[]>;
	readonly #entering: Map<ModdleElement, Step[]>;

	constructor(scope: ModdleElement) {
		this.elements = listElements(scope, 'flowElements');
		const steps = [...listFlows(this.elements), ...listLinks(this.elements), ...listBoundaries(this.elements)];
		this.#leaving = Map.groupBy(steps, ({ source }) => source);
		this.#entering = Map.groupBy(steps, ({ target }) => target);
	}

	leaving(element: ModdleElement): Step[] {
		return this.#leaving.get(element) ?? [];
	}

	entering(element: ModdleElement): Step[] {
		return this.#entering.get(element) ?? [];
	}

	ofType(...types: string[]): ModdleElement[] {
		return this.elements.filter(({ $type }) => types.includes($type));
	}

	/** The steps that can follow, the first ones included, without going on from any of these elements. */
	follow(first: Step[], ...without: ModdleElement[]): Set<Step> {
		const reached = new Set(first);
		for (const { target } of reached) if (!without.includes(target)) for (const step of this.leaving(target)) reached.add(step);
		return reached;
	}

	/** Checks that every way from a start to `element` goes through `gate`; false for an element that no start leads to. */
	isBefore(gate: ModdleElement, element: ModdleElement): boolean {
		const starts = this.ofType('bpmn:StartEvent').flatMap((start) => this.leaving(start));
		const leadsTo = (steps: Set<Step>): boolean => [...steps].some(({ target }) => target === element);
		return leadsTo(this.follow(starts)) && !leadsTo(this.follow(starts, gate));
	}

	/** The loops: elements that can be reached from each other, in the order of the document. */
	loops(): ModdleElement[][] {
		const after = new Map(this.elements.map((element) => [element, targetsOf(this.follow(this.leaving(element)))]));
		const inLoops = this.elements.filter((element) => after.get(element)!.has(element));
		const isTogether = (one: ModdleElement, other: ModdleElement): boolean => after.get(one)!.has(other) && after.get(other)!.has(one);
		const firsts = inLoops.filter((element, index) => !inLoops.slice(0, index).some((one) => isTogether(one, element)));
		return firsts.map((first) => inLoops.filter((element) => isTogether(first, element)));
	}
}

const targetsOf = (steps: Set<Step>): Set<ModdleElement> => new Set([...steps].map(({ target }) => target));
