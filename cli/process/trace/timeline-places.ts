import type { FlowNode, ProcessFile } from '../../../bpmn/reading/process-model';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';

/** Knows where events belong: names from the models, depth from the scopes and calls that run. */
export class Places {
	readonly #nodes = new Map<string, FlowNode>();
	readonly #names = new Map<string, string>();
	readonly #choices = new Set<string>();
	/** By the key of the element instance. */
	readonly #depths = new Map<string, number>();

	constructor(models: ProcessFile[]) {
		for (const { nodes, flows } of models.flatMap(({ processes }) => processes)) {
			for (const node of nodes) this.#nodes.set(node.id, node);
			for (const flow of flows) {
				const source = this.#nodes.get(flow.sourceId);
				if (source?.type.endsWith('Gateway') && source.outgoing.length > 1) this.#choices.add(flow.id);
				const target = nodes.find((node) => node.id === flow.targetId);
				if (target) this.#names.set(flow.id, flow.name || target.name || target.id);
			}
		}
	}

	findName(elementId: string): string {
		return this.#nodes.get(elementId)?.name || this.#names.get(elementId) || elementId;
	}

	/** True for a flow that is one of several out of a gateway. */
	isChoice(flowId: string): boolean {
		return this.#choices.has(flowId);
	}

	/** Takes every event in order: a scope begins before what is in it. */
	observe({ kind, elementInstanceKey = '', scopeKey }: EngineEvent): void {
		if (kind === 'element-activated') this.#depths.set(elementInstanceKey, this.#findInner(scopeKey));
	}

	findDepth({ elementInstanceKey = '', scopeKey }: EngineEvent): number {
		return this.#depths.get(elementInstanceKey) ?? this.#findInner(scopeKey);
	}

	/** The depth of what runs in the scope. */
	#findInner(scopeKey: string | undefined): number {
		return scopeKey === undefined ? 0 : (this.#depths.get(scopeKey) ?? 0) + 1;
	}
}
