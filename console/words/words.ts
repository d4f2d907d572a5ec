import { language, type Language } from './language';

/** A text, or a function that creates it: `(count: number) => …`. */
type Message = string | ((...values: never[]) => string);
type Catalogue = Record<string, Message>;
type Translation<Of extends Catalogue> = {
	[Name in keyof Of]: Of[Name] extends (...values: infer Values) => string ? (...values: Values) => string : string;
};
type ValuesOf<M> = M extends (...values: infer Values) => string ? Values : [];

type Say<Of extends Catalogue> = <Name extends keyof Of & string>(name: Name, ...values: ValuesOf<Of[Name]>) => string;

/** Declares the messages of a part of the page. A missing translation does not compile. */
export function defineWords<const Of extends Catalogue>(en: Of, pt: Translation<Of>): Say<Of> {
	const catalogues: Record<Language, Catalogue> = { en, pt };
	return (name, ...values) => {
		const message = catalogues[language.value][name]!;
		return typeof message === 'string' ? message : (message as (...values: unknown[]) => string)(...values);
	};
}

/** `plural(2, 'run', 'runs')` is `2 runs`. */
export const plural = (count: number, one: string, other: string): string =>
	`${new Intl.NumberFormat(language.value).format(count)} ${count === 1 ? one : other}`;
