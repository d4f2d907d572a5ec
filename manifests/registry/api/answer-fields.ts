/** Answers may gain fields, so they are open. */
import * as Type from 'typebox/type';
import { anyObject } from '../../../core/base/shape';

export const string = Type.String();
export const integer = Type.Integer();
export const texts = Type.Array(string);
/** ISO 8601. */
export const time = Type.String({ format: 'date-time' });
export const open = <Value extends object = Record<string, unknown>>() => anyObject<Value>({ additionalProperties: true });
