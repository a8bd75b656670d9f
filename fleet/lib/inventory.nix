# The inventory: checked by its schema, then by what its entries say of each other. main/core/inventory.ts in Hearth's
# source refuses the same for the same reasons.
rec {
  schema = builtins.fromJSON (builtins.readFile ../schema.json);

  # "ada@attic" -> { user = "ada"; host = "attic"; }
  splitHome = key:
    let parts = builtins.match "(.*)@([^@]*)" key;
    in { user = builtins.elemAt parts 0; host = builtins.elemAt parts 1; };

  # Every reason why a value is no inventory, sorted by path and rule.
  refusals = value:
    let found = import ./validate.nix schema value;
    in sort (if found == [ ] then links value else found);

  # The value itself, or an error that names every reason.
  checked = value:
    let
      found = refusals value;
      line = { path, rule }: "  ${if path == "" then "the whole file" else path}: ${rule}";
    in
    if found == [ ] then value
    else throw "inventory.json cannot be used:\n${builtins.concatStringsSep "\n" (map line found)}";

  links = { classes, people, hosts, homes, ... }:
    let
      each = section: check: builtins.concatLists (builtins.attrValues (builtins.mapAttrs check section));
      refuseIf = wrong: path: rule: if wrong then [ { inherit path rule; } ] else [ ];
      isDarwin = system: builtins.match ".*-darwin" system != null;
      repeats = list: builtins.length (builtins.attrNames (builtins.listToAttrs (map (name: { inherit name; value = 0; }) list))) < builtins.length list;
    in
    each classes (name: { kind, system, parts }:
      refuseIf ((kind == "darwin") != isDarwin system) "classes/${name}/system" "system-mismatch"
      ++ refuseIf (repeats parts) "classes/${name}/parts" "repeated")
    ++ each hosts (name: host: refuseIf (!builtins.hasAttr host.class classes) "hosts/${name}/class" "unknown-class"
      # HOME-remove is the name of what takes a home out again.
      ++ refuseIf (builtins.match ".*-remove" name != null) "hosts/${name}" "reserved")
    ++ each homes (key: { person, parts, ... }:
      refuseIf (!builtins.hasAttr person people) "homes/${key}/person" "unknown-person"
      ++ refuseIf (!builtins.hasAttr (splitHome key).host hosts) "homes/${key}" "unknown-host"
      ++ refuseIf (repeats parts) "homes/${key}/parts" "repeated");

  sort = builtins.sort (a: b: if a.path == b.path then a.rule < b.rule else a.path < b.path);
}
