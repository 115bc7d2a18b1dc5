/** Roles of an SDF project: what they permit, by permission or by record type of the project. */
import { childrenIn, reference, textOf, type XmlElement } from './xml.ts';

export type Role = {
  id: string;
  name: string;
  /** For SOAP web services, and neither for the user interface nor for RESTlets. */
  webServicesOnly: boolean;
  /** Level (`VIEW`, `CREATE`, `EDIT`, `FULL`) by key (`TRAN_SALESORD`) or by the id of a custom record type. */
  permissions: ReadonlyMap<string, string>;
};

export const readRole = (object: XmlElement): Role => ({
  id: object.scriptid,
  name: textOf(object, 'name'),
  webServicesOnly: textOf(object, 'iswebserviceonlyrole') === 'T',
  permissions: new Map(
    childrenIn(object, 'permissions', 'permission').map((permission) => [
      reference(textOf(permission, 'permkey')),
      textOf(permission, 'permlevel'),
    ]),
  ),
});
