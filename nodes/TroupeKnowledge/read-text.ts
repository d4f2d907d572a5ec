import { textReader } from '../shared/read-text';
import { properties } from './properties';

export const { readGivenText, readText } = textReader(properties);
