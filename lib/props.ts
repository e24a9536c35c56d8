/** The properties of a resource: plain data. */
export type Props = Readonly<Record<string, unknown>>;
