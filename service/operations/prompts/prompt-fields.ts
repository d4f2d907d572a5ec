import * as Type from 'typebox/type';
import { recordOf } from '../../../core/base/shape';
import { text } from '../../../manifests/registry/api/fields';

/** Longer than a prompt's bound, so that a too long text gets a finding, no refusal. */
export const content = { ...text(100_000), description: 'The text, with `{{name}}` for its inputs; or a Dotprompt with its head' };
export const inputName = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' });
export const inputValue = Type.String({ maxLength: 10_000 });
export const values = recordOf(inputValue, { maxProperties: 100, propertyNames: inputName, description: 'Values of inputs, by name' });
/** A hundred values, escaped. */
export const maxBodyBytes = 4 * 1024 * 1024;
