/** What a script has put on a page of N/ui/serverWidget, as data: for tests, and to draw it from. */

export type WidgetField = {
  id: string;
  type: string;
  label: string;
  /** Of a tab or a field group; empty for the main section. */
  container: string;
  displayType: string;
  value: string;
  mandatory: boolean;
  maxLength: number | undefined;
  help: string;
  options: { value: string; text: string; selected: boolean }[];
};

export type WidgetButton = { id: string; label: string; kind: 'button' | 'submit' | 'reset' };

export type WidgetSublist = {
  id: string;
  type: string;
  label: string;
  container: string;
  help: string;
  fields: WidgetField[];
  /** By number of the line, values by field. */
  lines: Record<string, string>[];
};

export type WidgetGroup = { id: string; label: string; kind: 'group' | 'tab' | 'subtab'; container: string };

export type PageLink = { title: string; url: string; type: string };

export type FormPage = {
  kind: 'form';
  title: string;
  hideNavBar: boolean;
  fields: WidgetField[];
  groups: WidgetGroup[];
  buttons: WidgetButton[];
  sublists: WidgetSublist[];
  links: PageLink[];
};

export type ListColumn = { id: string; type: string; label: string; align: string };

export type ListPage = {
  kind: 'list';
  title: string;
  hideNavBar: boolean;
  style: string;
  columns: ListColumn[];
  rows: Record<string, string>[];
  buttons: WidgetButton[];
  links: PageLink[];
};

export type Page = FormPage | ListPage;
