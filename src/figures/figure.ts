/**
 * A plotly figure with what a reader needs who cannot see it.
 *
 * `data` and `layout` are plotly's own JSON (https://plotly.com/javascript/reference/); they are typed loosely here so
 * that users need not install plotly's types, and built with plotly's types inside this folder.
 */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: object;
  /** The accessible name: what the figure shows, in a few words. */
  readonly title: string;
  /** What the figure says, in one sentence with its numbers and units. */
  readonly text: string;
}
