import { textReader } from '../shared/read-text';
import { properties } from './properties';

export const { readText } = textReader(properties);
