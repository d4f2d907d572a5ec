/** Packages of bpmn.io without types; these are the parts used here. */

declare module '@bpmn-io/element-templates-validator' {
	export function validateZeebe(template: unknown): { valid: boolean; errors: object[] | null; warnings: object[] | null };
}
