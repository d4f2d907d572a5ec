import { activities } from '../../../core/privacy/activities';

export const purposeOf = (subject: string): string => activities.find(({ subjects }) => subjects.includes(subject))!.id;

/** The order of the record of processing. */
export const byPurpose = <One extends { purpose: string }>(all: readonly One[]): One[] =>
	activities.flatMap(({ id }) => all.filter(({ purpose }) => purpose === id));
