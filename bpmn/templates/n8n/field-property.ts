import type { Condition, TemplateProperty } from './template-document';

/** A property without what depends on the template: its group and condition. */
export type FieldProperty = Omit<TemplateProperty, 'group' | 'condition'> & {
	when?: Condition[];
};

export type Base = Pick<FieldProperty, 'id' | 'label' | 'description' | 'binding' | 'constraints'>;

export const unset = { name: '(not set)', value: '' };
