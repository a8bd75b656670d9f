# The programs fleet/ sets up.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  git = config.programs.git;
  quote = value: ''"${builtins.replaceStrings [ "\\" "\"" "\n" ] [ "\\\\" "\\\"" "\\n" ] (toString value)}"'';
  section = name: values: "[${name}]\n${lib.concatMapStringsSep "" (line: "\t${line}\n") (lib.mapAttrsToList (key: value: "${key} = ${quote value}") values)}";
in
{
  options.programs = {
    git.enable = lib.mkEnableOption "Git";
    git.settings = mkOption { type = types.attrsOf (types.attrsOf types.anything); default = { }; };
    home-manager.enable = lib.mkEnableOption "Home Manager";
  };

  config = lib.mkMerge [
    (lib.mkIf git.enable {
      xdg.configFile."git/config" = lib.mkIf (git.settings != { }) {
        text = builtins.concatStringsSep "\n" (lib.mapAttrsToList section git.settings);
      };
    })
    (lib.mkIf (config.programs.home-manager.enable && !config.uninstall) { home.packages = [ pkgs.home-manager ]; })
  ];
}
