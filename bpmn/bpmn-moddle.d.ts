/** bpmn-moddle ships its types under another entry; these are the parts used here. */
declare module 'bpmn-moddle' {
	export interface ModdleElement {
		$type: string;
		$parent?: ModdleElement;
		$model: { create(type: string, properties: object): ModdleElement };
		id?: string;
		name?: string;
		[property: string]: unknown;
		get(property: string): unknown;
		set(property: string, value: unknown): void;
	}

	export interface ModdleWarning {
		message: string;
		element?: ModdleElement;
		property?: string;
		value?: string;
	}

	export class BpmnModdle {
		constructor(extensions: Record<string, unknown>);
		fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: ModdleWarning[] }>;
		create(type: string, properties: object): ModdleElement;
		toXML(element: ModdleElement, options: { format: boolean }): Promise<{ xml: string }>;
	}
}
