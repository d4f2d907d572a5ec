/** dmn-moddle ships no types; these are the parts used here. */
declare module 'dmn-moddle' {
	export interface ModdleElement {
		$type: string;
		$parent?: ModdleElement;
		$attrs?: Record<string, string>;
		id?: string;
		name?: string;
		typeRef?: string;
		[property: string]: unknown;
	}

	export class DmnModdle {
		constructor(extensions?: Record<string, unknown>);
		fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: Array<{ message: string; element?: ModdleElement }> }>;
	}
}
