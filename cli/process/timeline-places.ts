import type { FlowNode, ProcessFile } from '../../bpmn/reading/process-model';
import type { EngineEvent } from '../../engine-adapter/engine';

/** Knows where events belong: names from the models, depth from scopes and calls. */
export class Places {
	readonly #nodes = new Map<string, FlowNode>();
	readonly #names = new Map<string, string>();
	readonly #choices = new Set<string>();
	/** The depth of each process instance. */
	readonly #roots = new Map<string, number>();
	/** The depth of the last activated call activity, until its instance starts. */
	#calling: number | undefined;

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

	/** Whether the flow is one of several that leave a gateway. */
	isChoice(flowId: string): boolean {
		return this.#choices.has(flowId);
	}

	/** Takes every event in order: a called instance starts right after its call activity. */
	observe(event: EngineEvent): void {
		if (event.kind !== 'element-activated') return;
		if (event.elementType === 'process') {
			this.#roots.set(event.instanceKey, this.#calling === undefined ? 0 : this.#calling + 1);
			this.#calling = undefined;
		} else if (event.elementType === 'callActivity') this.#calling = this.findDepth(event);
	}

	findDepth({ instanceKey, elementId, elementType, kind }: EngineEvent): number {
		const root = this.#roots.get(instanceKey) ?? 0;
		if (elementType === 'process') return root;
		const node = this.#nodes.get(kind === 'sequence-flow-taken' ? '' : elementId);
		if (node === undefined) return root + 1;
		return root + this.#countScopes(node) - (elementType === 'multiInstanceBody' ? 1 : 0);
	}

	#countScopes(node: FlowNode): number {
		const scope = this.#nodes.get(node.scopeId);
		return (scope ? this.#countScopes(scope) : 0) + (node.loop ? 2 : 1);
	}
}
