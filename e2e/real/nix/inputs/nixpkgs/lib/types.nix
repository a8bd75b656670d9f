# Types of options: a name, a check of one definition, and how several definitions become one value.
{ lib }:
let
  inherit (builtins) all attrNames concatLists concatMap concatStringsSep elem elemAt genList hasAttr head isAttrs isBool isInt isList isPath isString length listToAttrs;
  showPath = concatStringsSep ".";
  one = path: defs:
    let first = head defs;
    in
    if all (def: def.value == first.value) defs then first.value
    else throw "The option `${showPath path}' has conflicting definition values in ${concatStringsSep " and " (map (def: "`${def.file}'") defs)}.";
  simple = name: check: { inherit name check; merge = one; };
  isPackage = value: isAttrs value && (value.type or null) == "derivation";
in
rec {
  str = simple "string" isString;
  bool = simple "boolean" isBool;
  int = simple "signed integer" isInt;
  path = simple "path" (value: isPath value || isPackage value || (isString value && builtins.substring 0 1 value == "/"));
  package = simple "package" isPackage;
  enum = values: simple "one of ${builtins.toJSON values}" (value: elem value values);
  lines = { name = "strings concatenated with \"\\n\""; check = isString; merge = _: defs: concatStringsSep "\n" (map (def: def.value) defs); };
  # Anything, undivided.
  raw = { name = "raw value"; check = _: true; merge = path: defs: if length defs == 1 then (head defs).value else one path defs; };
  # Anything; groups are joined, all else must agree.
  anything = {
    name = "anything";
    check = _: true;
    merge = path: defs:
      if all (def: isAttrs def.value && !isPackage def.value) defs then (attrsOf anything).merge path defs else one path defs;
  };
  nullOr = type: {
    name = "null or ${type.name}";
    check = value: value == null || type.check value;
    merge = path: defs: if all (def: def.value == null) defs then null else type.merge path defs;
  };
  either = a: b: {
    name = "${a.name} or ${b.name}";
    check = value: a.check value || b.check value;
    merge = path: defs: (if all (def: a.check def.value) defs then a else b).merge path defs;
  };
  listOf = type: {
    name = "list of ${type.name}";
    check = isList;
    emptyValue = [ ];
    merge = path: defs:
      concatLists (map (def: genList (n: lib.mergeOption (path ++ [ (toString n) ]) { inherit type; } [ { inherit (def) file; value = elemAt def.value n; } ]) (length def.value)) defs);
  };
  attrsOf = type: {
    name = "attribute set of ${type.name}";
    check = isAttrs;
    emptyValue = { };
    merge = path: defs:
      let
        names = concatMap (def: attrNames def.value) defs;
        at = name: concatMap (def: lib.optional (hasAttr name def.value) { inherit (def) file; value = def.value.${name}; }) defs;
      in
      listToAttrs (map (name: { inherit name; value = lib.mergeOption (path ++ [ name ]) { inherit type; } (at name); }) names);
  };
  # A group of options of its own; `name` is the key it lies under.
  submodule = module: {
    name = "submodule";
    check = value: isAttrs value || builtins.isFunction value;
    emptyValue = { };
    merge = path: defs:
      removeAttrs (lib.evalModules {
        modules = [ module ] ++ map (def: { _file = def.file; config = def.value; }) defs;
        specialArgs.name = elemAt path (length path - 1);
      }).config [ "_module" ];
  };
}
