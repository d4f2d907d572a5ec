import * as Type from 'typebox/type';
import type { TObject } from 'typebox/type';

/** What an operator tells of an account at a provider of messages. Each field has a label for forms, and what it is in words: `the ID of the instance`. */
export interface AccountShape {
	title: string;
	/** The same for forms, where it differs. */
	label?: string;
	/** What the operator does with the channel's address, where the provider cannot be told. */
	webhook: string;
	settings: TObject;
	secrets: TObject;
}

export const text = (title: string, description: string) => Type.String({ title, description });
export const optional = (title: string, description: string) => Type.Optional(text(title, description));
export const otherAddress = optional('Base URL', 'the address of a server of your own, if it is not the provider’s');
export const ownAddress = text('Base URL', 'the address of your own server');
