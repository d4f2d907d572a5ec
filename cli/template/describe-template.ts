import type { TemplateParameter } from '../../core/templates/template';

/** Returns the options that give the parameters without a default, such as ` --set company=…`. */
export const chooseTexts = (parameters: readonly TemplateParameter[]): string =>
	parameters
		.filter((parameter) => parameter.default === undefined)
		.map(({ name }) => ` --set ${name}=…`)
		.join('');
