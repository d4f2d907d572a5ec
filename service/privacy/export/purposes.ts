import { activities } from '../../../core/privacy/activities';

/** Returns the id of the purpose that a subject of a store serves. */
export const purposeOf = (subject: string): string => activities.find(({ subjects }) => subjects.includes(subject))!.id;

/** Orders what serves purposes as the record of processing does. */
export const byPurpose = <One extends { purpose: string }>(all: readonly One[]): One[] =>
	activities.flatMap(({ id }) => all.filter(({ purpose }) => purpose === id));
