# Services that start with the person's session: systemd units on Linux, launchd agents on a Mac.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  inherit (pkgs.stdenv.hostPlatform) isLinux isDarwin;
  value = types.either types.str (types.either types.int (types.either types.bool (types.listOf types.str)));
  show = v: if v == true then "true" else if v == false then "false" else toString v;
  entry = key: v: if builtins.isList v then map (one: "${key}=${show one}") v else [ "${key}=${show v}" ];
  section = name: values: "[${name}]\n${lib.concatMapStringsSep "" (line: "${line}\n") (builtins.concatLists (lib.mapAttrsToList entry values))}";
  unitText = unit: builtins.concatStringsSep "\n" (lib.mapAttrsToList section unit);
  services = config.systemd.user.services;
  wants = builtins.concatLists (lib.mapAttrsToList (name: unit: map (target: { inherit name target; }) (unit.Install.WantedBy or [ ])) services);
  unitFile = name: pkgs.writeText "${name}.service" (unitText services.${name});
  agents = lib.filterAttrs (_: agent: agent.enable) config.launchd.agents;
in
{
  options = {
    systemd.user.services = mkOption { type = types.attrsOf (types.attrsOf (types.attrsOf value)); default = { }; };
    launchd.agents = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options = {
          enable = lib.mkEnableOption "the agent";
          config = mkOption { type = types.attrsOf types.anything; default = { }; };
        };
      });
    };
  };

  config = {
    assertions = [
      { assertion = services == { } || isLinux; message = "systemd.user.services: only on Linux"; }
      { assertion = agents == { } || isDarwin; message = "launchd.agents: only on a Mac"; }
    ];
    xdg.configFile =
      lib.mapAttrs' (name: _: lib.nameValuePair "systemd/user/${name}.service" { source = unitFile name; }) services
      // builtins.listToAttrs (map ({ name, target }: lib.nameValuePair "systemd/user/${target}.wants/${name}.service" { source = unitFile name; }) wants);
    home.file = lib.mapAttrs' (name: agent: lib.nameValuePair "Library/LaunchAgents/${agent.config.Label or "org.nix-community.home.${name}"}.plist" {
      source = pkgs.writeText "${name}.plist" (builtins.toJSON agent.config);
    }) agents;
  };
}
