import { textReader } from '../shared/read-text';
import { properties } from './properties';

/** Read the text fields of this node. */
export const { readText } = textReader(properties);
